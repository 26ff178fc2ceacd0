const http = require('http');
http
  .createServer((request, response) => {
    response.writeHead(Number(process.env.STATUS), { 'Content-Type': 'text/plain' });
    response.end('Nothing has been deployed here yet.\n');
  })
  .listen(Number(process.env.PORT));
process.on('SIGTERM', () => process.exit(0));

"""Document 002's Prometheus and Grafana: what is scraped, how long it is kept, what is shown and what rings."""

from tests.systems import task_tracker_mysql

FOLDER = task_tracker_mysql.FOLDER

"""Make a plan: look at everything, have AWS make change sets, review them, write down what was reviewed."""

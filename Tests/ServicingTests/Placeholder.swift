// Placeholder of this clone only: the arithmetic brings its own tests.

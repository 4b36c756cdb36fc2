"""The commands, one module each: parse, call, print. Everything heavy is loaded by what needs it."""

"""`python -m greencard`: the command line where no script is installed."""

from greencard.interfaces.cli import main

main()

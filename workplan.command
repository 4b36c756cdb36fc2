#!/bin/sh
# macOS 按兩下開啟核對桌。 Opens the desk by a double click on macOS.
exec sh "$(dirname "$0")/workplan.sh" "$@"

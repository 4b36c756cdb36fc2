#!/bin/sh
# 開啟核對桌；第一次會先安裝所需套件。 Opens the desk; the first time it installs what that needs.
cd "$(dirname "$0")" || exit 1
for name in python3 python; do
    if command -v "$name" >/dev/null 2>&1; then
        "$name" do.py desk "$@" && exit 0
        code=$?
        break
    fi
done
if [ -z "${code:-}" ]; then
    echo "請先安裝 Python 3.11 以上版本：https://www.python.org/downloads/，裝好後再開啟本檔。"
    echo "Install Python 3.11 or newer from https://www.python.org/downloads/ and open this file again."
    code=1
fi
# A window that was opened for this alone would be gone before the reason is read.
if [ -t 0 ]; then
    printf '請按 Enter 關閉。 Press Enter to close. '
    read -r _
fi
exit "$code"

@echo off
rem 開啟核對桌；第一次會先安裝所需套件。
chcp 65001 >nul
cd /d "%~dp0"
where py >nul 2>nul
if errorlevel 1 goto missing
py -3 "%~dp0do.py" desk %*
if errorlevel 1 goto failed
exit /b 0
:missing
echo 找不到 Python。請至 https://www.python.org/downloads/ 下載並安裝 Python 3.11 以上版本，
echo 裝好後再按兩下本檔。
echo Install Python 3.11 or newer from https://www.python.org/downloads/ and open this file again.
:failed
echo.
echo 未能完成，原因如上。
pause
exit /b 1

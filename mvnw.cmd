@echo off
rem Runs Maven on this project, with every argument passed on: mvnw.cmd javafx:run, mvnw.cmd verify.
rem The JDK 25 and the Maven it needs are found, or fetched once, by .mvn\prepare.ps1.
setlocal
set "MAVEN_COMMAND="
set "JAVACMD="
for /f "usebackq delims=" %%l in (`powershell -NoLogo -NoProfile -ExecutionPolicy Bypass -File "%~dp0.mvn\prepare.ps1"`) do set "%%l"
if not defined MAVEN_COMMAND exit /b 1
rem Keeps a JDK 25 from warning about libraries inside Maven 3.
set "MAVEN_OPTS=--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow %MAVEN_OPTS%"
"%MAVEN_COMMAND%" %*

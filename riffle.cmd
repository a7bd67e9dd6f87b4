@echo off
rem Riffle's launcher for Windows: builds on first use, then runs. Delete app\target\riffle.built
rem to have it built again.
setlocal
set "home=%~dp0"
set "target=%home%app\target"
if not defined OPENCV_LOG_LEVEL set "OPENCV_LOG_LEVEL=SILENT"
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
if exist "%target%\riffle.built" goto run
echo riffle: building (the first time this also fetches libraries and takes minutes) 1>&2
call mvn -f "%home%pom.xml" -q -B -DskipTests -Dspotless.check.skip=true package 1>&2
if errorlevel 1 (
  echo riffle: the build failed; the lines above say why 1>&2
  exit /b 1
)
type nul > "%target%\riffle.built"
:run
set "headless=-Djava.awt.headless=true"
for %%w in (%*) do if "%%~w"=="--show" set "headless="
"%java%" --add-modules jdk.incubator.vector %headless% %JAVA_OPTS% -jar "%target%\riffle.jar" %*
exit /b %errorlevel%

# Finds the JDK 25 and the Maven that mvnw.cmd needs, fetching what is missing, as ../mvnw does on
# other systems (its head describes the rules and the environment variables; archives are .zip here).
# Prints JAVA_HOME=... and MAVEN_COMMAND=... for mvnw.cmd; everything for people goes to the error stream.
# Written for Windows PowerShell 5.1, which every Windows 10 and 11 has.

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue' # its progress bar makes a download many times slower
[Net.ServicePointManager]::SecurityProtocol = [Net.ServicePointManager]::SecurityProtocol -bor [Net.SecurityProtocolType]::Tls12

$jdkVersion = '25'
$mavenVersion = '3.9.12'
# of the artefact org.apache.maven:apache-maven:3.9.12:zip:bin, which is the archive's own file
$mavenSha512 = '0ef0d074761a55e7b982fd7f2cd6ea2da028289c73156ebd488c0513efbff8a64ac5bc0c11c3b8bbced930ce15238ecef344b0e065ae54f7cdca8c86cf39e736'
$oldestMaven = [Version]'3.8.7'

$cache = Join-Path $env:LOCALAPPDATA 'Pilothouse\Cache'
$installJdk = "install a JDK $jdkVersion and set JAVA_HOME to its folder"
$installMaven = "install Maven $oldestMaven or later"

function Say([string] $words) { [Console]::Error.WriteLine($words) }
function Stop-Here([string] $words) { Say "mvnw: $words"; exit 1 }

# ---- Fetching

# Where an address redirects to, or the address itself.
function Get-Target([string] $address) {
    $request = [Net.WebRequest]::Create($address)
    $request.AllowAutoRedirect = $false
    $response = $request.GetResponse()
    $location = $response.Headers['Location']
    $request.Abort()
    if ($location) { return (New-Object Uri ([Uri] $address), $location).AbsoluteUri }
    return $address
}

# Loads the archive, refuses it when its checksum is another, and unpacks it; the unpacked folder.
function Get-Archive([string] $what, [string] $address, [string] $algorithm, [string] $expected, [string] $work, [string] $instead) {
    Say "Fetching $what from $address into $cache ..."
    $archive = Join-Path $work 'archive.zip'
    try {
        Invoke-WebRequest -UseBasicParsing -Uri $address -OutFile $archive
    } catch {
        Stop-Here "$what could not be fetched from $address, or was cut off. Nothing was kept. Try again, or $instead."
    }
    $found = (Get-FileHash -Algorithm $algorithm -LiteralPath $archive).Hash.ToLowerInvariant()
    if ($found -ne $expected.ToLowerInvariant()) {
        Stop-Here "$address is not what was published: its $algorithm is $found, expected $expected. Nothing was kept. Try again, or $instead."
    }
    $unpacked = Join-Path $work 'unpacked'
    Add-Type -AssemblyName System.IO.Compression.FileSystem
    try {
        [IO.Compression.ZipFile]::ExtractToDirectory($archive, $unpacked)
    } catch {
        Stop-Here "$what from $address could not be unpacked. Nothing was kept. Try again, or $instead."
    }
    return $unpacked
}

# Moves what was unpacked to its place in one step; another run may have been first.
function Move-ToCache([string] $folder, [string] $place) {
    if (-not (Test-Path -LiteralPath $place)) {
        try {
            [IO.Directory]::Move($folder, $place)
        } catch {
            if (-not (Test-Path -LiteralPath $place)) { Stop-Here "$place could not be written." }
        }
    }
    Say "Kept in $place."
}

# Runs a block with a folder of its own in the cache, which is gone afterwards whatever happened:
# `exit` inside the block runs `finally`, too.
function Use-WorkFolder([scriptblock] $block, [string] $instead) {
    $work = Join-Path $cache ('fetching-' + [Guid]::NewGuid().ToString('N'))
    try {
        New-Item -ItemType Directory -Force -Path $work | Out-Null
    } catch {
        Stop-Here "the cache folder $cache cannot be written; make it writable, or $instead."
    }
    try { & $block $work } finally { Remove-Item -Recurse -Force -LiteralPath $work -ErrorAction SilentlyContinue }
}

# ---- The JDK

function Test-Jdk([string] $home25) {
    if (-not $home25) { return $false }
    $release = Join-Path $home25 'release'
    if (-not (Test-Path -LiteralPath (Join-Path $home25 'bin\java.exe'))) { return $false }
    if (-not (Test-Path -LiteralPath (Join-Path $home25 'bin\javac.exe'))) { return $false }
    if (-not (Test-Path -LiteralPath $release)) { return $false }
    return [bool] ((Get-Content -LiteralPath $release) -match ('^JAVA_VERSION="' + $jdkVersion + '[".-]'))
}

function Find-Jdk {
    if (Test-Jdk $env:JAVA_HOME) { return $env:JAVA_HOME }
    foreach ($java in @(Get-Command java.exe -CommandType Application -ErrorAction SilentlyContinue)) {
        $folder = Split-Path (Split-Path $java.Path)
        if (Test-Jdk $folder) { return $folder }
    }
    if ($env:PILOTHOUSE_JDK_PLACES) {
        $places = $env:PILOTHOUSE_JDK_PLACES -split ';'
    } else {
        $places = foreach ($programs in @($env:ProgramFiles, (Join-Path $env:LOCALAPPDATA 'Programs'))) {
            foreach ($maker in 'Eclipse Adoptium', 'Java', 'Microsoft', 'Zulu', 'Amazon Corretto', 'BellSoft', 'OpenJDK') {
                Join-Path $programs $maker
            }
        }
        $places += Join-Path $env:USERPROFILE '.jdks'
        $places += Join-Path $env:USERPROFILE "scoop\apps\temurin$jdkVersion-jdk"
        $places += Join-Path $env:USERPROFILE "scoop\apps\openjdk$jdkVersion"
    }
    foreach ($place in $places) {
        foreach ($folder in @(Get-ChildItem -Directory -LiteralPath $place -ErrorAction SilentlyContinue)) {
            if (Test-Jdk $folder.FullName) { return $folder.FullName }
        }
        if (Test-Jdk $place) { return $place }
    }
    return $null
}

function Get-Jdk {
    $found = Find-Jdk
    if ($found) { return $found }
    # JavaFX has no build for Windows on ARM, which runs x64 programs.
    $kept = Join-Path $cache "temurin-$jdkVersion-windows-x64"
    if (Test-Jdk $kept) { return $kept }
    Say "Pilothouse needs a JDK $jdkVersion, and this machine has none (looked at JAVA_HOME, the PATH and the usual folders)."
    $address = $env:PILOTHOUSE_JDK_URL
    if (-not $address) { $address = "https://api.adoptium.net/v3/binary/latest/$jdkVersion/ga/windows/x64/jdk/hotspot/normal/eclipse" }
    Use-WorkFolder -instead $installJdk -block {
        param($work)
        $sums = Join-Path $work 'sha256'
        try {
            $archive = Get-Target $address
            Invoke-WebRequest -UseBasicParsing -Uri "$archive.sha256.txt" -OutFile $sums
        } catch {
            Stop-Here "the checksum of Temurin $jdkVersion could not be fetched for $address. Nothing was kept. Try again, or $installJdk."
        }
        if (-not ((Get-Content -Raw -LiteralPath $sums) -match '^([0-9a-fA-F]{64})')) {
            Stop-Here "$archive.sha256.txt holds no SHA-256. Nothing was kept. Try again, or $installJdk."
        }
        $published = $Matches[1]
        $unpacked = Get-Archive "Temurin $jdkVersion for Windows" $archive 'SHA256' $published $work $installJdk
        foreach ($folder in @(Get-ChildItem -Directory -LiteralPath $unpacked)) {
            if (Test-Jdk $folder.FullName) { Move-ToCache $folder.FullName $kept }
        }
    }
    if (-not (Test-Jdk $kept)) { Stop-Here "$address holds no JDK $jdkVersion for Windows. Nothing was kept; $installJdk." }
    return $kept
}

# ---- Maven

# The name of a file in Maven's folder tells its version; a link or a shim elsewhere is asked itself.
function Test-Maven([string] $command) {
    if (-not $command -or -not (Test-Path -LiteralPath $command)) { return $false }
    $version = ''
    $library = Join-Path (Split-Path (Split-Path $command)) 'lib'
    foreach ($jar in @(Get-ChildItem -LiteralPath $library -Filter 'maven-core-*.jar' -ErrorAction SilentlyContinue)) {
        $version = $jar.BaseName -replace '^maven-core-', ''
    }
    if (-not $version) {
        # what a program writes to its error stream is no failure; 'Stop' would make it one here
        $ErrorActionPreference = 'Continue'
        try { $version = (& $command --version 2>$null | Out-String) -replace '(?s)^.*?Apache Maven (\S+).*$', '$1' } catch { return $false }
    }
    if (-not ($version -match '^\d+\.\d+\.\d+')) { return $false }
    return ([Version] $Matches[0]) -ge $oldestMaven
}

function Get-Maven {
    if ($env:MAVEN_HOME) {
        $command = Join-Path $env:MAVEN_HOME 'bin\mvn.cmd'
        if (Test-Maven $command) { return $command }
    }
    $onPath = Get-Command mvn.cmd -CommandType Application -ErrorAction SilentlyContinue | Select-Object -First 1
    if ($onPath -and (Test-Maven $onPath.Path)) { return $onPath.Path }
    $kept = Join-Path $cache "maven-$mavenVersion"
    $command = Join-Path $kept 'bin\mvn.cmd'
    if (Test-Maven $command) { return $command }
    Say "Pilothouse is built with Maven $oldestMaven or later, and this machine has none (looked at MAVEN_HOME and the PATH)."
    $address = $env:PILOTHOUSE_MAVEN_URL
    if (-not $address) { $address = "https://archive.apache.org/dist/maven/maven-3/$mavenVersion/binaries/apache-maven-$mavenVersion-bin.zip" }
    $expected = $env:PILOTHOUSE_MAVEN_SHA512
    if (-not $expected) { $expected = $mavenSha512 }
    Use-WorkFolder -instead $installMaven -block {
        param($work)
        $unpacked = Get-Archive "Maven $mavenVersion" $address 'SHA512' $expected $work $installMaven
        foreach ($folder in @(Get-ChildItem -Directory -LiteralPath $unpacked)) {
            if (Test-Maven (Join-Path $folder.FullName 'bin\mvn.cmd')) { Move-ToCache $folder.FullName $kept }
        }
    }
    if (-not (Test-Maven $command)) { Stop-Here "the archive holds no Maven from $oldestMaven on. Nothing was kept; $installMaven." }
    return $command
}

$env:JAVA_HOME = Get-Jdk
$mavenCommand = Get-Maven
"JAVA_HOME=$env:JAVA_HOME"
"MAVEN_COMMAND=$mavenCommand"

#!/bin/sh
# Makes the stores of a client: with Java's keytool (17) as it writes by default and as it wrote before 2020, and with
# OpenSSL. The keys in them are for tests only. ca.pem and what holds it alone were made in the same way.
set -eu
cd "$(dirname "$0")"
rm -f client-* authority-* two-keys.p12 key-only.p12
pass='-storepass changeit'
today='-storetype PKCS12'
legacy='-J-Dkeystore.pkcs12.legacy -storetype PKCS12'

signed() { # FILE KEYALG OPTIONS: a key with a certificate of an own authority, and the authority as trusted
  file=$1 algorithm=$2
  shift 2
  keytool -genkeypair -alias authority -keyalg "$algorithm" -dname CN=authority -ext bc:c -validity 36500 \
    -keystore "$file.ca" -storetype PKCS12 $pass
  keytool -exportcert -rfc -alias authority -keystore "$file.ca" $pass -file "$file.ca.pem"
  keytool -genkeypair -alias client -keyalg "$algorithm" -dname CN=client -validity 36500 "$@" -keystore "$file" $pass
  keytool -importcert -noprompt -alias authority -file "$file.ca.pem" "$@" -keystore "$file" $pass
  keytool -certreq -alias client "$@" -keystore "$file" $pass |
    keytool -gencert -rfc -alias authority -validity 36500 -keystore "$file.ca" $pass |
    keytool -importcert -noprompt -alias client "$@" -keystore "$file" $pass
}

signed client-rsa.p12 RSA $today
signed client-ec.p12 EC $today
signed client-legacy.p12 RSA $legacy
signed client-jks.jks EC -storetype JKS -keypass opensesame
signed client-jceks.jceks EC -storetype JCEKS -keypass opensesame
cp client-ec.p12 two-keys.p12
keytool -genkeypair -alias other -keyalg EC -dname CN=other -validity 36500 -keystore two-keys.p12 $pass

keytool -genkeypair -alias only -keyalg EC -dname CN=only -validity 36500 -keystore key-only.p12 $pass

keytool $legacy -importcert -noprompt -alias ca -file ca.pem -keystore authority-legacy.p12 $pass
keytool -J-Dkeystore.pkcs12.macAlgorithm=NONE -J-Dkeystore.pkcs12.certProtectionAlgorithm=NONE $today \
  -importcert -noprompt -alias ca -file ca.pem -keystore authority-open.p12 $pass
openssl pkcs12 -export -nokeys -in ca.pem -passout pass:changeit -out authority-openssl.p12
rm -f ./*.ca ./*.ca.pem

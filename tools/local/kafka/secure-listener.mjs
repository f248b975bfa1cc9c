import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** Protects nothing: the store is beside it and is deleted with the broker. */
const STORE_PASSWORD = 'lintel-store';
const LISTENER = 'listener.name.sasl_ssl';

/**
 * A second listener with TLS and sign-in, for tests: the JDK's keytool creates its certificate for 127.0.0.1 on each
 * start.
 *
 * @param {{ directory: string, user: string, password: string }} options
 * @returns {Promise<{ ca: string, settings: string, format: string[] }>} ca: certificate (PEM) that clients must trust.
 *   settings: lines for server.properties. format: arguments for the storage tool
 */
export async function secureListener({ directory, user, password }) {
  const store = join(directory, 'broker.p12');
  await rm(store, { force: true });
  const keytool = (...options) => run('keytool', [...options, '-keystore', store, '-storepass', STORE_PASSWORD]);
  const certificate = ['-dname', 'CN=Lintel test broker', '-ext', 'SAN=ip:127.0.0.1', '-validity', '2'];
  await keytool('-genkeypair', '-alias', 'broker', '-keyalg', 'EC', '-storetype', 'PKCS12', ...certificate);
  const { stdout: ca } = await keytool('-exportcert', '-rfc', '-alias', 'broker');
  const login = 'org.apache.kafka.common.security';
  return {
    ca,
    format: ['--add-scram', `SCRAM-SHA-512=[name=${user},password=${password}]`],
    settings: `
${LISTENER}.ssl.keystore.location=${store}
${LISTENER}.ssl.keystore.password=${STORE_PASSWORD}
${LISTENER}.ssl.keystore.type=PKCS12
${LISTENER}.sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-512
${LISTENER}.plain.sasl.jaas.config=${login}.plain.PlainLoginModule required user_${user}="${password}";
${LISTENER}.scram-sha-512.sasl.jaas.config=${login}.scram.ScramLoginModule required;
`,
  };
}

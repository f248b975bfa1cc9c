import { LintelError } from '@lintel/contracts';
import { join, resolve } from 'node:path';
import { assemble } from './assemble/assemble';
import { ROLES } from './assemble/role';

const ROOT = join(__dirname, '..', '..', '..');

/** `node tools/deploy/dist/main.js APP ROLE OUT`: creates the folder that a container runs. */
function main([app, given, out]: readonly string[]): void {
  const usage = `Usage: node tools/deploy/dist/main.js APP ${ROLES.join('|')} OUT\n`;
  if (app === '--help' || app === '-h') {
    process.stdout.write(usage);
    return;
  }
  const role = ROLES.find((one) => one === given);
  if (app === undefined || role === undefined || out === undefined) {
    process.stderr.write(usage);
    process.exitCode = 2;
    return;
  }
  try {
    const target = { platform: process.platform, architecture: process.arch };
    const packages = assemble({ root: ROOT, app, role, out: resolve(out), target });
    process.stdout.write(`${app}, role ${role}: ${packages.length} packages in ${out}\n`);
  } catch (error) {
    if (!(error instanceof LintelError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

main(process.argv.slice(2));

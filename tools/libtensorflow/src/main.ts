import { LintelError } from '@lintel/contracts';
import { ensureEngine } from './ensure-engine';
import { ProgressDisplay } from './progress-display';

/** `npm run engine`: installs the native engine if it is missing. */
const HELP = `npm run engine

Installs TensorFlow for training, once for all clones of this user; needs pip (any Python 3) and a C++ compiler.
An interrupted download is resumed.
`;

async function main(): Promise<void> {
  const [option] = process.argv.slice(2);
  if (option === '--help' || option === '-h') return console.log(HELP);
  const display = new ProgressDisplay(process.stdout);
  const abort = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => abort.abort());
  try {
    const { version, flavour, folder } = await ensureEngine({
      log: (line) => display.line(line),
      onProgress: (progress) => display.show(progress),
      signal: abort.signal,
    });
    display.line(`TensorFlow ${version} (${flavour}) is ready in ${folder}`);
  } catch (error) {
    if (!(error instanceof LintelError)) throw error;
    display.line(error.message);
    process.exitCode = error.code === 'CANCELLED' ? 130 : 1;
  }
}

void main();

/**
 * Serves the console's api with a model and its champion until standard input ends. Prints one line of JSON: {url,
 * headers, known, pictures}. Its argument is configuration as JSON.
 */
import { writeColourModel } from '@lintel/core-ml/testing/colour-model';
import { once } from 'node:events';
import { type ConsoleConfig } from '../../config';
import { startTestConsole } from '../test-console';

const MODEL = 'ecommerce.product-recogniser';

async function main(overrides: Partial<ConsoleConfig>): Promise<void> {
  const stopped = once(process.stdin.resume(), 'end');
  const console_ = await startTestConsole(overrides);
  const version = await console_.models.serve(MODEL, await writeColourModel());
  const known = { ids: [version.id], names: [MODEL, 'ecommerce.product-recognised'] };
  console.log(JSON.stringify({ url: console_.url, headers: console_.models.headers, known, pictures: [] }));
  await stopped;
  await console_.stop();
}

main(JSON.parse(process.argv[2] ?? '{}') as Partial<ConsoleConfig>).then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);

/**
 * Serves the whole api with its own model, database and a few recognitions, until standard input ends. Prints one line
 * of JSON: {url, headers, known, pictures}. Its argument is configuration as JSON.
 */
import { once } from 'node:events';
import { type EcommerceConfig } from '../../config';
import { RECOGNISER } from '../../model/recogniser';
import { picture, startTestApi } from '../test-api';

const COLOURS = ['red', 'green', 'blue', 'white'];

async function main(overrides: Partial<EcommerceConfig>): Promise<void> {
  const stopped = once(process.stdin.resume(), 'end');
  const api = await startTestApi({ overrides });
  const pictures = await Promise.all(COLOURS.map((colour) => picture(colour)));
  const recognitions = await api.recognise(...pictures);
  console.log(
    JSON.stringify({
      url: api.url(),
      headers: api.models.headers,
      known: { ids: recognitions.map(({ id }) => id), names: [RECOGNISER] },
      pictures: pictures.map(({ bytes }) => Buffer.from(bytes).toString('base64')),
    }),
  );
  await stopped;
  await api.stop();
}

main(JSON.parse(process.argv[2] ?? '{}') as Partial<EcommerceConfig>).then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);

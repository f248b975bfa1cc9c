import { LintelError } from '@lintel/contracts';
import { HELP_OPTION, readOptions } from '../read-options';
import { readMetrics, type ServiceMetrics } from './read-metrics';
import { installSchemathesis, runSchemathesis } from './schemathesis';
import { ServedApi, type ServedApp } from './served-api';

/** Ensures that no request is rejected before it is examined. */
const UNLIMITED = { RATE_LIMIT_PER_MINUTE: 1_000_000, REFUSED_SIGN_INS_PER_MINUTE: 1_000_000 };
const MOST_ROUNDS = 20;
const APPS = ['ecommerce', 'console'];
const HELP = `npm run fuzz -- [options]

Sends generated requests to every operation of an app's OpenAPI document, and fails if one is answered with 5xx.

  --app NAME              ecommerce or console (default: ecommerce)
  --requests NUMBER       minimum number of requests (default: 10000)
  --max-examples NUMBER   for each operation and round (default: 100)
  --seed NUMBER           seed of the first round; the same seed sends the same requests (default: 1)
  --help                  show this help
`;

async function main(): Promise<void> {
  const { values } = readOptions('npm run fuzz', {
    help: HELP_OPTION,
    app: { type: 'string', default: 'ecommerce' },
    requests: { type: 'string', default: '10000' },
    'max-examples': { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
  });
  if (values.help) return console.log(HELP);
  if (!APPS.includes(values.app)) throw invalid('--app', APPS.join(' or '), values.app);
  const wanted = wholeNumber('--requests', values.requests);
  const maxExamples = wholeNumber('--max-examples', values['max-examples']);
  const first = wholeNumber('--seed', values.seed);
  const tool = await installSchemathesis();
  const api = await ServedApi.start(values.app as ServedApp, UNLIMITED);
  try {
    const startedAt = performance.now();
    let metrics = await readMetrics(api.as.url);
    let ok = true;
    for (let seed = first; seed < first + MOST_ROUNDS && ok && answered(metrics) < wanted; seed++) {
      ok = await runSchemathesis(tool, api.as, { seed, maxExamples });
      metrics = await readMetrics(api.as.url);
    }
    const seconds = Math.round((performance.now() - startedAt) / 1_000);
    console.log(`\n${values.app}: ${answered(metrics)} requests in ${seconds} s, ${describe(metrics.requests)}`);
    const faults = metrics.byRoute('5xx');
    if (faults.size > 0) console.log(`Answered with a server error: ${describe(faults)}`);
    if (!ok || faults.size > 0 || answered(metrics) < wanted) process.exitCode = 1;
  } finally {
    await api.stop();
  }
}

function answered({ requests }: ServiceMetrics): number {
  return [...requests].reduce((sum, [statusClass, count]) => (statusClass === 'aborted' ? sum : sum + count), 0);
}

function describe(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([key, count]) => `${key}: ${count}`).join(', ');
}

function wholeNumber(option: string, text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw invalid(option, 'a whole number greater than 0', text);
}

function invalid(option: string, expected: string, received: string): LintelError {
  const cure = 'For example: npm run fuzz -- --app ecommerce --requests 10000';
  return new LintelError('INVALID_ARGUMENT', { problem: `${option} is not allowed.`, expected, received, cure });
}

main().catch((error: unknown) => {
  console.error(error instanceof LintelError ? error.message : error);
  process.exitCode = 1;
});

import { join } from 'node:path';
import { LintelError } from '@lintel/contracts';
import { type Bench } from './bench';
import { findBenches } from './find-benches';
import { busyCores } from './machine-load';
import { type BenchResult, measure } from './measure';
import { HELP_OPTION, readOptions } from './read-options';

const ROOT = join(__dirname, '..', '..', '..');
const HELP = `npm run bench -- NAME [options]

  --rounds NUMBER   recorded rounds (default: 9)
  --turn-ms NUMBER  how long each contender runs in a round (default: 400)
  --json            print the result as one line of JSON at the end: {name, rounds, medians, ratios}

Benches:
`;

async function main(): Promise<void> {
  const benches = findBenches(ROOT);
  const lines = [...benches].map(([each, file]) => `  ${each.padEnd(16)}  ${load(file).about}`);
  const { values, positionals } = readOptions('npm run bench', {
    help: HELP_OPTION,
    rounds: { type: 'string', default: '9' },
    'turn-ms': { type: 'string', default: '400' },
    json: { type: 'boolean', default: false },
  });
  const [name] = positionals;
  if (name === undefined || values.help) return console.log(HELP + lines.join('\n'));
  const file = benches.get(name);
  if (file === undefined) {
    throw new LintelError('NOT_FOUND', {
      problem: 'There is no such bench.',
      expected: [...benches.keys()].join(', '),
      received: name,
      cure: 'npm run bench lists them',
    });
  }
  const bench = load(file);
  const prepared = await bench.prepare();
  try {
    const result = await measure(prepared, {
      rounds: positive('--rounds', values.rounds),
      turnMs: positive('--turn-ms', values['turn-ms']),
      busyCores,
      onDisturbed: (busy) => console.error(`other work kept ${busy.toFixed(1)} cores busy: measuring again`),
      onRound: (round) => console.error(round === 0 ? 'warming up' : `round ${round}`),
    });
    console.log(describe(bench, result));
    if (values.json) console.log(JSON.stringify({ name, ...result }));
  } finally {
    await prepared.close();
  }
}

function load(file: string): Bench {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- found by name, at run time
  return (require(file) as { bench: Bench }).bench;
}

function positive(option: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new LintelError('INVALID_ARGUMENT', {
    problem: `${option} has an invalid value.`,
    expected: 'a whole number greater than 0',
    received: text,
    cure: `for example: ${option} 9`,
  });
}

function describe({ unit }: Bench, { rounds, medians, ratios }: BenchResult): string {
  const speeds = Object.entries(medians).map(
    ([key, value]) =>
      `${key.padEnd(28)} ${/Ms$/.test(key) ? `${value.toFixed(1)} ms` : `${Math.round(value)} ${unit}/s`}`,
  );
  const compared = Object.entries(ratios).map(([key, value]) => `${key.padEnd(28)} ${value.toFixed(3)}`);
  return [`medians of ${rounds} rounds`, ...speeds, ...compared].join('\n  ');
}

main().catch((error: unknown) => {
  console.error(error instanceof LintelError ? error.message : error);
  process.exitCode = 1;
});

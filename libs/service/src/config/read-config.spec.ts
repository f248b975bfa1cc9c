import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { artifactConfig, artifactSettingsOf, kafkaConfig, kafkaSettingsOf } from './platform-config';
import { inspectConfig, readConfig } from './read-config';
import { secret } from './secret';
import { serviceConfig } from './service-config';

const schema = z.object({ ...serviceConfig, ...kafkaConfig, MODEL_DIR: z.string() });
const good = { DATABASE_URL: 'postgres://a:b@localhost/c', MODEL_DIR: '/models', HOME: '/root' };
const folder = mkdtempSync(join(tmpdir(), 'lintel-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe('the configuration', () => {
  it('listens on the loopback address unless told otherwise', () => {
    expect(readConfig(schema, good)).toMatchObject({
      HOST: '127.0.0.1',
      PORT: 3000,
      DATABASE_URL: good.DATABASE_URL,
      LOG_LEVEL: 'log',
      SHUTDOWN_TIMEOUT_MS: 15_000,
      MODEL_DIR: '/models',
    });
  });

  it('names every wrong and missing value at once, and none of the values', () => {
    const read = (): unknown => readConfig(schema, { PORT: 'hunter2', DATABASE_URL: '', LOG_LEVEL: 'loud' });
    expect(read).toThrow(/4 of the environment's values are wrong or missing/);
    for (const name of ['PORT', 'DATABASE_URL', 'LOG_LEVEL', 'MODEL_DIR']) expect(read).toThrow(name);
    expect(read).not.toThrow('hunter2');
  });

  it('treats an empty variable as missing', () => {
    expect(readConfig(schema, { ...good, PORT: '', WEB_DIR: '' })).toMatchObject({ PORT: 3000 });
    expect(readConfig(schema, { ...good, WEB_DIR: '' })).not.toHaveProperty('WEB_DIR');
  });

  it('also reports problems of several variables together, with their cure', () => {
    const whole = z.object({ ...schema.shape, ...artifactConfig });
    const environment = { ...good, KAFKA_BROKERS: 'no-port' };
    const { problems } = inspectConfig(whole, environment, [kafkaSettingsOf, artifactSettingsOf]);
    expect(problems.map(({ problem }) => problem)).toEqual([
      expect.stringContaining('Kafka'),
      expect.stringContaining('No storage for models'),
    ]);
    expect(() => readConfig(whole, good, [artifactSettingsOf])).toThrow('Set ARTIFACT_DIR to a folder');
  });
});

describe('a variable that is read from a file', () => {
  it('is the content of the file without the line break at its end, whichever variable it is', () => {
    const { DATABASE_URL: url, ...rest } = good;
    const environment = { ...rest, DATABASE_URL_FILE: file('url', `${url}\n`), PORT_FILE: file('port', '4000\r\n') };
    expect(readConfig(schema, environment)).toMatchObject({ DATABASE_URL: url, PORT: 4000 });
  });

  it('is a problem if it is set twice, or its file cannot be read: named, and without a value', () => {
    const environment = {
      ...good,
      DATABASE_URL_FILE: file('twice', 'postgres://x:hunter2@y/z'),
      MODEL_DIR: '',
      MODEL_DIR_FILE: join(folder, 'nothing-here'),
    };
    const { config, problems } = inspectConfig(schema, environment);
    expect(config).toBeUndefined();
    expect(problems).toEqual([
      expect.objectContaining({ variable: 'DATABASE_URL', problem: expect.stringContaining('set twice') as string }),
      expect.objectContaining({ variable: 'MODEL_DIR', problem: expect.stringContaining('ENOENT') as string }),
    ]);
    expect(JSON.stringify(problems)).not.toMatch(/hunter2|nothing-here/);
  });
});

describe('a secret', () => {
  it('appears in no message, even if its schema quotes the value', () => {
    const talkative = z.string().refine(() => false, { error: ({ input }) => `${String(input)} is too weak` });
    const { problems } = inspectConfig(z.object({ PIN: secret(talkative), NAME: talkative }), {
      PIN: 'hunter2',
      NAME: 'bob',
    });
    expect(problems.map(({ problem }) => problem)).toEqual(['has a value that is not allowed', 'bob is too weak']);
  });
});

describe('a misspelt variable', () => {
  it('is reported with a suggestion, and does not prevent the start', () => {
    const { config, warnings } = inspectConfig(schema, { ...good, KAFKA_BROKER: 'b:1', LOG_LVL: 'debug' });
    expect(config).toBeDefined();
    expect(warnings).toEqual([
      'KAFKA_BROKER is not a known variable. Did you mean KAFKA_BROKERS?',
      'LOG_LVL is not a known variable. Did you mean LOG_LEVEL?',
    ]);
  });

  it.each(['KAFKA_PORT', 'KAFKA_SERVICE_HOST', 'PATH', 'HOMEPAGE', 'KAFKA_BROKERS_FILE', 'DATABASE_NAME', 'LOG_DIR'])(
    'is not a variable of another program: %s',
    (name) => {
      expect(inspectConfig(schema, { ...good, [name]: '' }).warnings).toEqual([]);
    },
  );
});

import { z } from 'zod';
import { readConfig } from './read-config';
import { serviceConfig } from './service-config';

const schema = z.object({ ...serviceConfig, MODEL_DIR: z.string() });
const good = { DATABASE_URL: 'postgres://a:b@localhost/c', MODEL_DIR: '/models', HOME: '/root' };

describe('the configuration', () => {
  it('listens on the loopback address unless told otherwise', () => {
    expect(readConfig(schema, good)).toEqual({
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

  it('takes an empty variable as missing', () => {
    expect(readConfig(schema, { ...good, PORT: '', WEB_DIR: '' })).toMatchObject({ PORT: 3000 });
    expect(readConfig(schema, { ...good, WEB_DIR: '' })).not.toHaveProperty('WEB_DIR');
  });
});

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '../testing/picture-folder';
import { checkService, serviceProgram } from './check-service';
import { describeService } from './describe-service';

jest.setTimeout(60_000);

const ROOT = join(__dirname, '../../../..');
/** The program, run from its sources, because it may not be built yet. */
const ECOMMERCE = [
  '--conditions=@lintel/source',
  '--require',
  join(ROOT, 'typescript-register.cjs'),
  join(ROOT, 'apps/ecommerce/api/src/main.ts'),
];
const never = new AbortController().signal;
const folder = temporaryFolder();

describe('the configuration of a service', () => {
  it('is explained with all problems at once, each with its cure, and with variables that are probably misspelt', async () => {
    const environment = {
      PATH: process.env['PATH'],
      PORT: 'eighty',
      DATABASE_URL_FILE: join(folder, 'nothing-here'),
      KAFKA_BROKER: 'hunter2:9092',
    };
    const report = await checkService(ECOMMERCE, environment, never);
    const text = describeService('ecommerce', report);
    expect(report.ok).toBe(false);
    for (const name of ['PORT', 'DATABASE_URL', 'MODEL_TRUSTED_KEYS']) {
      expect(report.problems).toContainEqual(expect.objectContaining({ variable: name }));
    }
    expect(text).toMatch(/✗ PORT .+\n {2}cure: Set PORT \(whole number from 0 to 65535\)/);
    expect(text).toContain('! KAFKA_BROKER is not a known variable. Did you mean KAFKA_BROKERS?');
    expect(text).toMatch(/KAFKA_SASL_PASSWORD +Password of that user. \(text; secret\)/);
    expect(text).not.toMatch(/hunter2|eighty/);
  });

  it('is looked for among the existing services, and a missing build is reported', async () => {
    await mkdir(join(folder, 'shop/api/dist'), { recursive: true });
    await writeFile(join(folder, 'shop/api/package.json'), '{}');
    expect(() => serviceProgram('clinic', folder)).toThrow(/no such service[^]*shop/);
    expect(() => serviceProgram('shop', folder)).toThrow('npm run build');
    await writeFile(join(folder, 'shop/api/dist/main.js'), '');
    expect(serviceProgram('shop', folder)).toEqual([join(folder, 'shop/api/dist/main.js')]);
    await expect(checkService(serviceProgram('shop', folder), {}, never)).rejects.toMatchObject({ code: 'INTERNAL' });
  });
});

import { startTestPostgres } from '@lintel/streams/testing/postgres';
import { announceAdministrator, makeFirstAdministrator } from './first-administrator';

it('the first administrator is created at the first start only; the password and the way to reset it are shown', async () => {
  const postgres = await startTestPostgres();
  const [administrator, ...others] = [
    await makeFirstAdministrator(postgres.url),
    await makeFirstAdministrator(postgres.url),
  ];
  expect(others).toEqual([undefined]);
  const lines: string[] = [];
  announceAdministrator(administrator!, {
    say: (line) => lines.push(line),
    step: (_, __, work) => work(() => undefined),
  });
  const told = lines.join('\n');
  expect(told).toMatch(/sign-in name {2}admin\n {4}password {6}[a-z0-9-]{23}\n/);
  expect(told).toContain('must be changed at the first sign-in');
  expect(told).toContain('npx lintel accounts reset-password --sign-in-name admin');
  await postgres.stop();
});

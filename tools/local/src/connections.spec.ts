import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConnections, removeConnections, writeConnections } from './connections';

it('the connection file is readable by its owner alone, and is removed when the programs end', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lintel-connections-'));
  try {
    const connections = {
      databaseUrl: 'postgres://a:secret@127.0.0.1:1/b',
      apps: ['http://localhost:3000'],
      artifactDir: '/data/artifacts',
      privateKeyFile: '/data/keys/signing-key.pem',
      publicKeyFile: '/data/keys/trusted-key.pem',
    };
    expect(readConnections(folder)).toBeUndefined();
    writeConnections(folder, connections);
    const file = join(folder, 'connections.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readConnections(folder)).toEqual(connections);
    removeConnections(folder);
    expect(readConnections(folder)).toBeUndefined();
    writeFileSync(file, '{"half');
    expect(readConnections(folder)).toBeUndefined();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

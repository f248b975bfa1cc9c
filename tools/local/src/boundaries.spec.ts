import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = join(__dirname, '..', '..', '..');
const LINTER = join(__dirname, 'testing', 'lint-texts.mjs');
const ROOT_FILES = ['package.json', 'package-lock.json', 'nx.json', 'tsconfig.base.json', 'eslint.config.mjs'];

interface Manifest {
  readonly name: string;
  readonly nx?: { readonly tags?: readonly string[] };
}
interface Package extends Manifest {
  /** Relative to the root, such as `libs/data`. */
  readonly folder: string;
}

const packages: readonly Package[] = [
  'libs',
  'tools',
  ...readdirSync(join(ROOT, 'apps')).map((name) => join('apps', name)),
]
  .flatMap((parent) => readdirSync(join(ROOT, parent)).map((name) => join(parent, name)))
  .filter((folder) => existsSync(join(ROOT, folder, 'package.json')))
  .map((folder) => ({ folder, ...(JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')) as Manifest) }));

describe('every package', () => {
  it.each(packages)('$name declares its layer and its type', ({ folder, nx }) => {
    const [room, name] = folder.split('/');
    const scope = room === 'libs' ? 'shared' : room === 'tools' ? 'tools' : name;
    expect(nx?.tags).toEqual([`scope:${scope}`, expect.stringMatching(/^type:/)]);
    // A type without a rule of its own may import nothing.
    expect(readFileSync(join(ROOT, 'eslint.config.mjs'), 'utf8')).toContain(`sourceTag: '${nx?.tags?.[1]}'`);
  });
});

describe('an import', () => {
  let workspace: string;
  let messages: Record<string, readonly string[]>;

  const FORBIDDEN = {
    'core-ml importing data': { file: 'libs/core-ml/src/index.ts', text: `import '@lintel/data';` },
    'data importing core-ml': { file: 'libs/data/src/index.ts', text: `import '@lintel/core-ml';` },
    'streams importing data': { file: 'libs/streams/src/index.ts', text: `import '@lintel/data';` },
    'streams importing datasets': { file: 'libs/streams/src/index.ts', text: `import '@lintel/datasets';` },
    'datasets importing data': { file: 'libs/datasets/src/index.ts', text: `import '@lintel/data';` },
    'datasets importing streams': { file: 'libs/datasets/src/index.ts', text: `import '@lintel/streams';` },
    'core-ml importing datasets': { file: 'libs/core-ml/src/index.ts', text: `import '@lintel/datasets';` },
    'a web importing streams': { file: 'apps/ecommerce/web/src/index.ts', text: `import '@lintel/streams';` },
    'contracts importing data': { file: 'libs/contracts/src/index.ts', text: `import '@lintel/data';` },
    'a vertical importing another': {
      file: 'apps/finance/api/src/index.ts',
      text: `import '@lintel/ecommerce-contract';`,
    },
    'a vertical importing another, late': {
      file: 'apps/ecommerce/api/src/index.ts',
      text: `export const later = () => import('@lintel/finance-contract');`,
    },
    'a web importing its api': { file: 'apps/ecommerce/web/src/index.ts', text: `import '@lintel/ecommerce-api';` },
    'a web importing data': { file: 'apps/ecommerce/web/src/index.ts', text: `import '@lintel/data';` },
    'a contract importing a library': { file: 'apps/finance/contract/src/index.ts', text: `import '@lintel/service';` },
    'a library importing an app': { file: 'libs/service/src/index.ts', text: `import '@lintel/ecommerce-contract';` },
    'a tool importing an app': { file: 'tools/cli/src/index.ts', text: `import '@lintel/ecommerce-api';` },
    'an app importing a tool': { file: 'apps/ecommerce/api/src/index.ts', text: `import '@lintel/libtensorflow';` },
  };
  const RESERVED = {
    'an api importing TensorFlow': {
      file: 'apps/ecommerce/api/src/index.ts',
      text: `import '@tensorflow/tfjs-node-gpu';`,
    },
    'data importing TensorFlow, late': {
      file: 'libs/data/src/index.ts',
      text: `export const later = () => import('@tensorflow/tfjs-node-gpu');`,
    },
    'the serving side of core-ml importing TensorFlow': {
      file: 'libs/core-ml/src/index.ts',
      text: `import '@tensorflow/tfjs-node-gpu';`,
    },
    'an api importing onnxruntime': { file: 'apps/ecommerce/api/src/index.ts', text: `import 'onnxruntime-node';` },
    'an api importing TypeORM': { file: 'apps/ecommerce/api/src/index.ts', text: `import 'typeorm/index.js';` },
    'a service importing pg': { file: 'libs/service/src/index.ts', text: `import 'pg';` },
    'data importing kafkajs': { file: 'libs/data/src/index.ts', text: `import 'kafkajs';` },
    'data importing a codec of records': { file: 'libs/data/src/index.ts', text: `import 'lz4-napi';` },
    'streams importing TypeORM': { file: 'libs/streams/src/index.ts', text: `import 'typeorm';` },
    'datasets importing pg': { file: 'libs/datasets/src/index.ts', text: `import 'pg';` },
    'a tool importing kafkajs': { file: 'tools/cli/src/index.ts', text: `import 'kafkajs';` },
  };
  const ALLOWED = {
    'core-ml importing contracts and its engines': {
      file: 'libs/core-ml/src/training-side.ts',
      text: `import '@lintel/contracts';\nimport '@tensorflow/tfjs-node-gpu';\nimport 'onnxruntime-node';`,
    },
    'data importing what it stands on': {
      file: 'libs/data/src/index.ts',
      text: `import '@lintel/contracts';\nimport '@lintel/streams';\nimport '@lintel/datasets';\nimport 'pg';\nimport 'typeorm';`,
    },
    'streams importing its drivers': {
      file: 'libs/streams/src/index.ts',
      text: `import '@lintel/contracts';\nimport 'pg';\nimport 'kafkajs';\nimport 'snappyjs';`,
    },
    'an api importing what it stands on': {
      file: 'apps/ecommerce/api/src/index.ts',
      text: `import '@lintel/contracts';\nimport '@lintel/core-ml';\nimport '@lintel/streams';\nimport '@lintel/datasets';\nimport '@lintel/data';\nimport '@lintel/service';\nimport '@lintel/ecommerce-contract';`,
    },
    'a new vertical importing its own contract': {
      file: 'apps/finance/api/src/index.ts',
      text: `import '@lintel/finance-contract';`,
    },
    'a web importing the screen parts and its contract': {
      file: 'apps/ecommerce/web/src/index.ts',
      text: `import '@lintel/ui';\nimport '@lintel/ecommerce-contract';`,
    },
    'a tool importing the core and another tool': {
      file: 'tools/cli/src/index.ts',
      text: `import '@lintel/core-ml';\nimport '@lintel/data';\nimport '@lintel/libtensorflow';`,
    },
    'a local file called like a reserved package': { file: 'libs/contracts/src/index.ts', text: `import './pg';` },
  };

  beforeAll(async () => {
    workspace = mkdtempSync(join(tmpdir(), 'lintel-boundaries-'));
    copyWorkspace(workspace);
    const cases = { ...FORBIDDEN, ...RESERVED, ...ALLOWED };
    const found = await lint(workspace, Object.values(cases));
    messages = Object.fromEntries(Object.keys(cases).map((title, index) => [title, found[index] ?? []]));
  }, 120_000);
  afterAll(() => rmSync(workspace, { recursive: true, force: true }));

  it.each(Object.keys(FORBIDDEN))('is rejected: %s', (title) => {
    expect(messages[title]).toEqual([expect.stringMatching(/^@nx\/enforce-module-boundaries: /)]);
  });
  it.each(Object.keys(RESERVED))('is rejected with the allowed way: %s', (title) => {
    expect(messages[title]).toEqual([
      expect.stringMatching(/^(@typescript-eslint\/no-restricted-imports|no-restricted-syntax): .* only through /),
    ]);
  });
  it.each(Object.keys(ALLOWED))('is allowed: %s', (title) => {
    expect(messages[title]).toEqual([]);
  });
});

/** The workspace with its real rules and packages, empty sources, and a second vertical. */
function copyWorkspace(target: string): void {
  for (const file of ROOT_FILES) cpSync(join(ROOT, file), join(target, file));
  mkdirSync(join(target, 'node_modules', '@lintel'), { recursive: true });
  for (const name of readdirSync(join(ROOT, 'node_modules'))) {
    if (name === '@lintel' || name.startsWith('.')) continue;
    symlinkSync(join(ROOT, 'node_modules', name), join(target, 'node_modules', name));
  }
  for (const { folder, name } of packages) {
    copyPackage(target, { folder, name }, (text) => text);
    if (folder.startsWith('apps/ecommerce/')) {
      copyPackage(target, { folder, name }, (text) => text.replaceAll('ecommerce', 'finance'));
    }
  }
}

function copyPackage(workspace: string, { folder, name }: Package, rename: (text: string) => string): void {
  const target = join(workspace, rename(folder));
  mkdirSync(join(target, 'src'), { recursive: true });
  for (const file of ['package.json', 'tsconfig.json']) {
    writeFileSync(join(target, file), rename(readFileSync(join(ROOT, folder, file), 'utf8')));
  }
  for (const file of ['index.ts', 'training-side.ts', 'pg.ts']) writeFileSync(join(target, 'src', file), '');
  symlinkSync(target, join(workspace, 'node_modules', rename(name)));
}

function lint(workspace: string, cases: readonly unknown[]): Promise<readonly (readonly string[])[]> {
  // Beside the packages, so that it finds them; it works on its current folder.
  const script = join(workspace, 'lint-texts.mjs');
  cpSync(LINTER, script);
  return new Promise((resolve, reject) => {
    const env = { ...process.env, NX_DAEMON: 'false', NX_NO_CLOUD: 'true', NX_WORKSPACE_ROOT_PATH: workspace };
    const child = execFile(process.execPath, [script], { cwd: dirname(script), env }, (error, stdout, stderr) => {
      if (error !== null) reject(new Error(`${stdout}\n${stderr}`, { cause: error }));
      else resolve(JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as string[][]);
    });
    child.stdin?.end(JSON.stringify(cases));
  });
}

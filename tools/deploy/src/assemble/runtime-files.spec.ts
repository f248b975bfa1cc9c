import { isOfUse } from './runtime-files';

const target = { platform: 'linux', architecture: 'x64' } as const;
const NATIVE = '/w/node_modules/onnxruntime-node/bin/napi-v6';

describe('the runtime files of a package', () => {
  it.each([
    '/w/node_modules/a/index.js',
    '/w/node_modules/a/LICENSE',
    '/w/node_modules/a/contest.js',
    '/w/node_modules/a/tests.json',
    '/w/node_modules/onnxruntime-node',
    NATIVE,
    `${NATIVE}/linux`,
    `${NATIVE}/linux/x64/onnxruntime_binding.node`,
  ])('include %s', (path) => expect(isOfUse(path, target)).toBe(true));

  it.each([
    '/w/node_modules/a/index.d.ts',
    '/w/node_modules/a/index.d.mts',
    '/w/node_modules/a/index.js.map',
    '/w/node_modules/a/src/index.ts',
    '/w/node_modules/a/README.md',
    '/w/node_modules/a/index.spec.js',
    '/w/node_modules/a/node_modules',
    `${NATIVE}/darwin`,
    `${NATIVE}/linux/arm64`,
  ])('exclude %s', (path) => expect(isOfUse(path, target)).toBe(false));
});

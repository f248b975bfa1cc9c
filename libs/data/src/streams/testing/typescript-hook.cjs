/**
 * Lets a plain Node process run our TypeScript sources, for tests that kill processes:
 * node --conditions=@lintel/source --require <this file> program.ts
 */
const { transformSync } = require('@swc/core');
const { readFileSync } = require('node:fs');

const options = {
  sourceMaps: 'inline',
  module: { type: 'commonjs' },
  jsc: { target: 'es2022', parser: { syntax: 'typescript', decorators: true }, transform: { legacyDecorator: true } },
};

require.extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, 'utf8'), { ...options, filename });
  module._compile(code, filename);
};

const { transformFileSync } = require('@swc/core');

/**
 * Runs TypeScript sources in a child process of a test, without a build:
 * `node --conditions=@lintel/source --require ./typescript-register.cjs src/main.ts`
 */
require.extensions['.ts'] = (module, file) => {
  const { code } = transformFileSync(file, {
    sourceMaps: 'inline',
    module: { type: 'commonjs' },
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    },
  });
  module._compile(code, file);
};

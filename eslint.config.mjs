import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/** npm packages that only one library may import; all other code uses that library. */
const reserved = {
  '@tensorflow/*': 'Use TensorFlow only through @lintel/core-ml/training: serving processes never load it.',
  'onnxruntime-node': 'Use onnxruntime only through the inference side of @lintel/core-ml.',
  typeorm: 'Use TypeORM only through @lintel/data.',
  pg: 'Use PostgreSQL only through @lintel/data and @lintel/streams.',
  'pg-boss': 'Queue jobs only through @lintel/data.',
  aws4fetch: 'Use S3 only through the artefact store of @lintel/data.',
  kafkajs: 'Use Kafka only through @lintel/streams.',
  fzstd: 'Decompress records only through @lintel/streams.',
  'lz4-napi': 'Decompress records only through @lintel/streams.',
  snappyjs: 'Decompress records only through @lintel/streams.',
};
const reserve = (...allowed) => {
  const forbidden = Object.entries(reserved).filter(([name]) => !allowed.includes(name));
  return {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      {
        patterns: forbidden.map(([name, message]) => ({ regex: `^${name.replace('/*', '')}(/|$)`, message })),
      },
    ],
    // The rule above does not see `await import(…)`.
    'no-restricted-syntax': [
      'error',
      ...forbidden.map(([name, message]) => ({
        selector: `ImportExpression[source.value=/^${name.replace('/*', '').replace('/', '\\u002F')}(\\u002F|$)/]`,
        message,
      })),
    ],
  };
};

/** A vertical imports only its own and shared packages, never another vertical: they communicate through events. */
const verticals = readdirSync(join(import.meta.dirname, 'apps'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => ({ sourceTag: `scope:${name}`, onlyDependOnLibsWithTags: [`scope:${name}`, 'scope:shared'] }));

export default tseslint.config(
  {
    ignores: [
      '**/dist',
      '**/out',
      '**/.next',
      '**/files/**',
      '**/*.cjs',
      '**/*.mjs',
      '**/next-env.d.ts',
      '.nx',
      '.lintel',
    ],
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.recommendedTypeChecked, prettier],
    plugins: { '@nx': nx },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'max-lines': ['error', { max: 400, skipBlankLines: false, skipComments: false }],
      '@nx/enforce-module-boundaries': [
        'error',
        {
          enforceBuildableLibDependency: false,
          allow: [],
          depConstraints: [
            { sourceTag: 'type:contracts', onlyDependOnLibsWithTags: ['type:contracts'] },
            { sourceTag: 'type:core-ml', onlyDependOnLibsWithTags: ['type:contracts'] },
            { sourceTag: 'type:streams', onlyDependOnLibsWithTags: ['type:contracts'] },
            { sourceTag: 'type:datasets', onlyDependOnLibsWithTags: ['type:contracts'] },
            {
              sourceTag: 'type:data',
              onlyDependOnLibsWithTags: ['type:contracts', 'type:streams', 'type:datasets'],
            },
            {
              sourceTag: 'type:service',
              onlyDependOnLibsWithTags: [
                'type:contracts',
                'type:core-ml',
                'type:streams',
                'type:datasets',
                'type:data',
              ],
            },
            { sourceTag: 'type:e2e', onlyDependOnLibsWithTags: ['type:contracts'] },
            { sourceTag: 'type:ui', onlyDependOnLibsWithTags: ['type:contracts'] },
            { sourceTag: 'type:contract', onlyDependOnLibsWithTags: ['type:contracts'] },
            {
              sourceTag: 'type:app',
              onlyDependOnLibsWithTags: [
                'type:contract',
                'type:contracts',
                'type:core-ml',
                'type:streams',
                'type:datasets',
                'type:data',
                'type:service',
                'type:e2e',
              ],
            },
            { sourceTag: 'type:web', onlyDependOnLibsWithTags: ['type:contract', 'type:contracts', 'type:ui'] },
            {
              sourceTag: 'type:tool',
              onlyDependOnLibsWithTags: [
                'type:tool',
                'type:contracts',
                'type:core-ml',
                'type:streams',
                'type:datasets',
                'type:data',
              ],
            },
            { sourceTag: 'scope:shared', onlyDependOnLibsWithTags: ['scope:shared'] },
            { sourceTag: 'scope:tools', onlyDependOnLibsWithTags: ['scope:tools', 'scope:shared'] },
            ...verticals,
          ],
        },
      ],
      ...reserve(),
    },
  },
  { files: ['libs/core-ml/**/*.ts'], rules: reserve('@tensorflow/*', 'onnxruntime-node') },
  {
    files: ['libs/core-ml/src/{index.ts,{dataset,preprocessing,evaluation,promotion,drift,inference,serving}/**/*.ts}'],
    ignores: ['**/*.spec.ts'],
    rules: reserve('onnxruntime-node'),
  },
  { files: ['libs/streams/**/*.ts'], rules: reserve('pg', 'kafkajs', 'fzstd', 'lz4-napi', 'snappyjs') },
  { files: ['libs/data/**/*.ts'], rules: reserve('typeorm', 'pg', 'pg-boss', 'aws4fetch') },
  // A benchmark compares our code with these packages directly.
  { files: ['tools/bench/src/benches/*.bench.ts'], rules: reserve(...Object.keys(reserved)) },
);

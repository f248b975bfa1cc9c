import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/** Packages that one room alone may import; everything else goes through that room. */
const reserved = {
  '@tensorflow/*': 'TensorFlow is reached through @lintel/core-ml/training alone: serving processes never load it.',
  'onnxruntime-node': 'onnxruntime is reached through the inference side of @lintel/core-ml alone.',
  typeorm: 'TypeORM is reached through @lintel/data alone.',
  pg: 'PostgreSQL is reached through @lintel/data alone.',
  kafkajs: 'Kafka is reached through the streams of @lintel/data alone.',
};
const reserve = (...allowed) => ({
  '@typescript-eslint/no-restricted-imports': [
    'error',
    {
      patterns: Object.entries(reserved)
        .filter(([name]) => !allowed.includes(name))
        .map(([name, message]) => ({ group: name.endsWith('/*') ? [name] : [name, `${name}/*`], message })),
    },
  ],
});

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
            { sourceTag: 'type:data', onlyDependOnLibsWithTags: ['type:contracts'] },
            { sourceTag: 'type:service', onlyDependOnLibsWithTags: ['type:contracts', 'type:core-ml', 'type:data'] },
            { sourceTag: 'type:ui', onlyDependOnLibsWithTags: ['type:contracts'] },
            { sourceTag: 'type:contract', onlyDependOnLibsWithTags: ['type:contracts'] },
            {
              sourceTag: 'type:app',
              onlyDependOnLibsWithTags: [
                'type:contract',
                'type:contracts',
                'type:core-ml',
                'type:data',
                'type:service',
              ],
            },
            { sourceTag: 'type:web', onlyDependOnLibsWithTags: ['type:contract', 'type:contracts', 'type:ui'] },
            {
              sourceTag: 'type:tool',
              onlyDependOnLibsWithTags: ['type:tool', 'type:contracts', 'type:core-ml', 'type:data'],
            },
            { sourceTag: 'scope:shared', onlyDependOnLibsWithTags: ['scope:shared'] },
            { sourceTag: 'scope:tools', onlyDependOnLibsWithTags: ['scope:tools', 'scope:shared'] },
            { sourceTag: 'scope:ecommerce', onlyDependOnLibsWithTags: ['scope:ecommerce', 'scope:shared'] },
          ],
        },
      ],
      ...reserve(),
    },
  },
  { files: ['libs/core-ml/**/*.ts'], rules: reserve('@tensorflow/*', 'onnxruntime-node') },
  { files: ['libs/data/**/*.ts'], rules: reserve('typeorm', 'pg', 'kafkajs') },
  { files: ['tools/local/**/*.ts'], rules: reserve('pg') },
);

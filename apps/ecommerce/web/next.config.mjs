import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const workspaceRoot = join(dirname(fileURLToPath(import.meta.url)), '../../..');

/**
 * The web app is a folder of static files that the api serves from its own origin.
 * @type {import('next').NextConfig}
 */
export default {
  output: 'export',
  // One folder a page, so that a plain file server finds `/history/` as `history/index.html`.
  trailingSlash: true,
  skipTrailingSlashRedirect: true,
  transpilePackages: ['@lintel/ui'],
  turbopack: {
    root: workspaceRoot,
    resolveAlias: {
      '@lintel/contracts': '../../../libs/contracts/src/index.ts',
      '@lintel/ecommerce-contract': '../../../apps/ecommerce/contract/src/index.ts',
      '@lintel/ecommerce-contract/chinese-class-names': '../../../apps/ecommerce/contract/src/chinese-class-names.ts',
    },
  },
  experimental: { optimizePackageImports: ['@mantine/core', '@mantine/hooks', '@mantine/charts'] },
  // `npm run typecheck` checks types, including the specs.
  typescript: { ignoreBuildErrors: true },
  devIndicators: false,
};

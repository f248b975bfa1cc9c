/** Prints which packages are loaded after the import of the serving side, and after a prediction. */
import { readFileSync } from 'node:fs';
import { Predictor } from '../../index';

const loadedPackages = (): string[] => [
  ...new Set(
    Object.keys(require.cache).flatMap(
      (file) => /.*node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(file)?.[1] ?? [],
    ),
  ),
];

const [, , directory = '', picture = ''] = process.argv;

void (async () => {
  const afterImport = loadedPackages();
  const predictor = await Predictor.load(directory);
  await predictor.predict([readFileSync(picture)]);
  console.log(JSON.stringify({ afterImport, afterPrediction: loadedPackages() }));
  await predictor.close();
})();

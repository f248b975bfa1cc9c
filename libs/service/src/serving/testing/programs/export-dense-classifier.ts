/** `export-dense-classifier.ts FOLDER`: writes the model that the serving bench serves. FOLDER must not be there yet. */
import { COLOURS_MANIFEST } from '@lintel/core-ml/testing/colour-model';
import { exportOnnx, ModelDirectory } from '@lintel/core-ml/training';
import { CLASS_NAMES, denseClassifier, EXAMPLE_SHAPE } from './dense-classifier';

async function main(out: string): Promise<void> {
  const model = denseClassifier();
  const [height, width, channels] = EXAMPLE_SHAPE;
  const { bytes, embeddingSize } = exportOnnx(model, 'probabilities', {});
  const directory = new ModelDirectory(out);
  await directory.prepare(false);
  const file = await directory.stageFile('model.onnx', bytes);
  await directory.stageManifest({
    ...COLOURS_MANIFEST,
    name: model.name,
    architecture: { name: model.name, parameters: model.countParams(), config: {} },
    preprocessing: {
      ...COLOURS_MANIFEST.preprocessing,
      height,
      width,
      channels,
      mean: Array<number>(channels).fill(0),
      std: Array<number>(channels).fill(1),
    },
    reading: { ...COLOURS_MANIFEST.reading, classNames: [...CLASS_NAMES] },
    onnx: {
      ...COLOURS_MANIFEST.onnx,
      ...file,
      inputs: [{ name: 'input', dtype: 'float32', shape: [...EXAMPLE_SHAPE] }],
      outputs: [
        { name: 'probabilities', dtype: 'float32', shape: [CLASS_NAMES.length], meaning: 'probabilities' },
        { name: 'embedding', dtype: 'float32', shape: [embeddingSize], meaning: 'embedding' },
      ],
    },
  });
  await directory.publish();
}

main(process.argv[2]!).then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);

import { createRandom } from '@lintel/contracts';
import { addPublishedBackbone, backboneFolder } from '@lintel/backbones';
import { BackboneStore, encodedPictures, PictureEmbedder } from '@lintel/core-ml';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import sharp from 'sharp';
import { type Bench, type PreparedBench } from '../bench';

const BACKBONE = 'efficientnet-lite0';
const PICTURES = 32;
const BATCH = 8;

/** From the bytes of a file to its vector, with everything between: what the embedder costs over its two engines. */
export const bench: Bench = {
  about: 'files to vectors of EfficientNet-Lite0, beside raw sharp and onnxruntime-node, 32 photographs of 640 × 480',
  unit: 'pictures',
  async prepare(): Promise<PreparedBench> {
    await addPublishedBackbone(BACKBONE, { environment: process.env, log: (line) => console.error(line) });
    const backbone = await new BackboneStore(backboneFolder(process.env)).open(BACKBONE);
    const { onnx, preprocessor } = backbone.manifest;
    const { height, width } = preprocessor;
    const files = await Promise.all(Array.from({ length: PICTURES }, (_, at) => photograph(at)));
    const embedder = await PictureEmbedder.open(backbone);
    const session = await InferenceSession.create(backbone.onnx, {
      executionProviders: ['cpu'],
      graphOptimizationLevel: 'all',
    });
    const raw = async (): Promise<void> => {
      for (let start = 0; start < files.length; start += BATCH) {
        const batch = files.slice(start, start + BATCH);
        const inputs = new Float32Array(batch.length * height * width * 3);
        const decoded = await Promise.all(
          batch.map((file) => sharp(file).resize({ width, height, fit: 'cover' }).removeAlpha().raw().toBuffer()),
        );
        decoded.forEach((pixels, at) => {
          for (let index = 0; index < pixels.length; index++)
            inputs[at * pixels.length + index] = (pixels[index]! - 127) / 128;
        });
        const feeds = { [onnx.input]: new Tensor('float32', inputs, [batch.length, height, width, 3]) };
        await session.run(feeds, [onnx.features.name]);
      }
    };
    const ours = () => embedder.embed(encodedPictures(files.length, (index) => files[index]!, preprocessor));
    return {
      groups: [
        { name: 'embedding', contenders: { ours: { units: PICTURES, run: ours }, raw: { units: PICTURES, run: raw } } },
      ],
      async close() {
        await embedder.close();
        await session.release();
      },
    };
  },
};

/** Smooth noise, about as hard to decode as a photograph. */
async function photograph(seed: number): Promise<Buffer> {
  const random = createRandom(seed, 'photograph');
  const small = Buffer.from(Array.from({ length: 80 * 60 * 3 }, () => random.int(256)));
  return sharp(small, { raw: { width: 80, height: 60, channels: 3 } })
    .resize({ width: 640, height: 480, kernel: 'cubic' })
    .jpeg({ quality: 88 })
    .toBuffer();
}

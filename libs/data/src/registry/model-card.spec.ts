import type { DatasetVersion, ModelManifest } from '@lintel/contracts';
import { type ModelCardContent } from './card';
import { writeModelCard } from './model-card';
import { cardChinese } from './model-card-chinese';
import { gateReport, manifestOf } from './testing/model-fixtures';

const datasetVersion: DatasetVersion = {
  id: '00000000-0000-4000-8000-000000000001',
  modelName: 'shop.goods',
  number: 3,
  contentHash: 'c'.repeat(64),
  classNames: ['Coat', 'Bag|Hat'],
  task: 'image-classification',
  examples: { train: 1_200, validation: 100, test: 40 },
  counts: { train: { Coat: 1_200 }, validation: { Coat: 100 }, test: { Coat: 30, 'Bag|Hat': 10 } },
  testSetHash: 'd'.repeat(64),
  base: {
    name: 'Fashion-MNIST',
    contentHash: 'e'.repeat(64),
    licence: 'MIT',
    source: 'https://example.org/data',
    stored: false,
  },
  labels: 42,
  upToLabel: 99,
  split: { seed: 1, validation: 0.1, test: 0.1 },
  createdAt: '2026-01-01T00:00:00.000Z',
  createdBy: 'Ada',
};
const content: ModelCardContent = {
  title: 'Product recogniser',
  modelName: 'shop.goods',
  manifest: manifestOf(Buffer.from('onnx')),
  datasetVersion,
  gateReport: gateReport(null),
  intendedUse: 'Sorts pictures of single garments for people in a shop.',
  limits: ['It has seen plain backgrounds alone.'],
};

describe('a model card', () => {
  const card = writeModelCard(content);

  it('says what the model is for, what it was made of and under which terms', () => {
    for (const text of [
      '# Product recogniser',
      'Sorts pictures of single garments',
      'Licence: MIT',
      'Source: https://example.org/data',
      'Examples that people labelled: 42',
      'Architecture: two-conv, 1,234 parameters',
      'seed 7',
    ]) {
      expect(card).toContain(text);
    }
  });

  it('gives the accuracy with its interval and its method, every class, and the calibration', () => {
    expect(card).toContain('| accuracy | 87.5 % (95 % Wilson interval 73.9 – 94.5 %) |');
    expect(card).toContain('| Bag | 10 | 80.0 % | 70.0 % | 74.7 % |');
    expect(card).toContain('Expected calibration error: 3.4 %');
    expect(card).toContain('Below a probability of 60.0 % it answers "unsure".');
  });

  it('says what was found in the folder of pictures', () => {
    const { dataset } = content.manifest;
    const counts = { copies: 1_200, contradictions: 2, leaks: { validation: 0, test: 3 }, smallClasses: 0 };
    const manifest = { ...content.manifest, dataset: { ...dataset, findings: counts } };
    const found = writeModelCard({ ...content, manifest, datasetVersion: null });
    expect(found).toContain('- 2 pictures lay under more than one class\n- 3 test pictures were copies');
    expect(found).toContain('- 1,200 exact copies of other pictures');
    expect(found).not.toContain('validation pictures were copies');
    expect(card).not.toContain('Found in the data');
  });

  it('names its limits: those that are known, and classes that were hardly tested', () => {
    expect(card).toContain('- It has seen plain backgrounds alone.');
    expect(card).toContain('Fewer than 20 test examples, so that little is known: Bag.');
  });

  it('counts the examples of its dataset version, and has no empty list of limits', () => {
    expect(card).toContain('Version 3 of the data: 1,200 examples to train on, 100 to validate, 40 to test.');
    const manifest = { ...content.manifest, task: 'tabular-regression', evaluation: null } as ModelManifest;
    expect(writeModelCard({ ...content, manifest, datasetVersion: null, limits: [] })).not.toContain('## Limits');
  });

  it('says that the tested examples are also in a model that is fitted to all of them', () => {
    const estimate = { value: 0.8, low: 0.7, high: 0.9 };
    const manifest = {
      ...content.manifest,
      task: 'tabular-classification',
      dataset: { ...content.manifest.dataset, examples: { train: 244, validation: 0, test: 244 }, fittedToAll: true },
      evaluation: {
        examples: 244,
        protocol: { kind: 'cross-validation', folds: 5, by: 'row' },
        metrics: { auc: estimate },
      },
    } as unknown as ModelManifest;
    const card = writeModelCard({ ...content, manifest, datasetVersion: null });
    expect(card).toContain('244 examples, all of them used for the model.');
    expect(card).toContain('each answered by a model that was fitted without it');
    expect(card).not.toMatch(/never seen|0 to validate/);
    expect(
      writeModelCard({ ...content, manifest, datasetVersion: null }, { words: cardChinese, names: {} }),
    ).not.toContain('从未见过');
  });

  it('says where the model came from and how the gates judged it', () => {
    const provenance = { codeCommit: 'abc123', jobId: null, datasetVersionId: null, testSetHash: 'f'.repeat(64) };
    const full = writeModelCard({ ...content, manifest: manifestOf(Buffer.from('onnx'), { provenance }) });
    expect(full).toContain(content.manifest.onnx.sha256);
    expect(full).toContain('commit `abc123`');
    expect(full).toContain('at most 2.5e-6 on 64 examples');
    expect(full).toContain('Passed on 2026-02-03, without a champion.');
  });

  it('keeps its tables intact for any class name', () => {
    expect(card).toContain('| Bag\\|Hat | 0 | 0 | 10 |');
    const tables = card.split('\n').filter((line) => line.startsWith('|'));
    const columns = tables.map((line) => line.replaceAll('\\|', '').split('|').length - 2);
    expect(new Set(columns)).toEqual(new Set([2, 4, 5]));
  });

  it('says what is not known instead of leaving it out', () => {
    const manifest = manifestOf(Buffer.from('onnx'), { evaluation: null });
    const bare = writeModelCard({ ...content, manifest, datasetVersion: null, gateReport: null });
    expect(bare).toContain('It was not evaluated');
    expect(bare).not.toContain('## Gates');
    expect(bare).not.toMatch(/undefined|null|NaN/);
  });

  it('is whole in Chinese: only names and hashes stay as they are', () => {
    const words = { title: '商品识别', intendedUse: '识别单件服装。', limits: ['只见过纯色背景。'] };
    const chinese = writeModelCard(
      { ...content, ...words, gateReport: null },
      { words: cardChinese, names: { Bag: '包', Coat: '大衣' } },
    );
    expect(chinese).toContain('| 大衣 | 1,200 | 100 | 30 |');
    const lines = chinese.split('\n').filter((line) => /[A-Za-z]{3}/.test(line) && !/\p{Script=Han}/u.test(line));
    // Every line with words contains Chinese ones, except tables of figures.
    expect(lines.filter((line) => !line.startsWith('|') && !line.startsWith('- tensorflow'))).toEqual([]);
    expect(chinese.split('\n').length).toBe(writeModelCard({ ...content, gateReport: null }).split('\n').length);
  });
});

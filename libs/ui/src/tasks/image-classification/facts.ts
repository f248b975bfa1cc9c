import { type ManifestOf } from '@lintel/contracts';
import { type Locale } from '../../language/locale';
import { CLASSIFICATION_WORDS } from '../classification/words';
import { pictureFacts } from '../picture-facts';
import { type Facts, type TaskReader } from '../task-view';

const english = { labels: 'Labels', label: (name: string, least: string) => `${name} (from ${least})` };

const LABEL_WORDS: Readonly<Record<Locale, typeof english>> = {
  en: english,
  'zh-CN': { labels: '标签', label: (name, least) => `${name}（${least} 起）` },
};

/** The input, the classes or labels, and when an answer is unsure. */
export function classFacts({ preprocessing, reading }: ManifestOf<'image-classification'>, reader: TaskReader): Facts {
  const { locale, format, nameOf } = reader;
  const { thresholds } = reading;
  const text = CLASSIFICATION_WORDS[locale];
  const { labels, label } = LABEL_WORDS[locale];
  const names = reading.classNames.map(nameOf);
  return [
    ...pictureFacts(preprocessing, reader),
    [text.unsureBelow, format.percent(reading.unsureBelow, 0)],
    thresholds === undefined
      ? [text.classes, format.list(names)]
      : [labels, format.list(names.map((name, at) => label(name, format.percent(thresholds[at] ?? 0, 0))))],
  ];
}

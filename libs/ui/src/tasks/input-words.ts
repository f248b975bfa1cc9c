import { type Locale } from '../language/locale';

const english = {
  ask: 'Ask the model',
  askFile: 'Ask about the file',
  csv: 'CSV file',
  chooseCsv: 'Choose a file',
  csvHint: 'With the columns of the training. The first 20 are answered.',
  missing: 'missing',
  number: 'Enter a number, such as 12.5.',
  text: 'Text',
  items: 'Items the person had',
  itemsHint: 'One item a line, the newest last. Without any, the answer is what is popular.',
  rowHint: 'Leave a field empty if its value is missing.',
};

const chinese: typeof english = {
  ask: '询问模型',
  askFile: '询问文件',
  csv: 'CSV 文件',
  chooseCsv: '选择文件',
  csvHint: '列与训练时相同，只回答前 20 项。',
  missing: '缺失',
  number: '请输入数字，例如 12.5。',
  text: '文本',
  items: '此人已有的物品',
  itemsHint: '每行一个物品，最新的在最后。若为空，则回答热门物品。',
  rowHint: '缺失的值留空。',
};

/** The texts of the inputs with which a person tries a model. */
export const INPUT_WORDS: Readonly<Record<Locale, typeof english>> = { en: english, 'zh-CN': chinese };

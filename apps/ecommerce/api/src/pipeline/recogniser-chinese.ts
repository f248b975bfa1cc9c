import { type ModelWords } from '@lintel/contracts';
import { CHINESE_CLASS_NAMES } from '@lintel/ecommerce-contract/chinese-class-names';

/** The recogniser's texts for people, in Chinese. */
export const recogniserChinese: ModelWords = {
  title: '商品识别',
  intendedUse: '识别单件服装图片中的服装种类，共十个类别。',
  limits: [
    '训练图片是纯色背景上的服装；对于有人物或室内背景的照片，约一半的回答正确。',
    '任何图片都会得到其中一个类别；其他内容的图片往往会标为不确定，但并非总是如此。',
  ],
  names: { ...CHINESE_CLASS_NAMES },
};

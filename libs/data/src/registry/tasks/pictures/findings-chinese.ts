import { type PictureFindingWords } from './findings-english';

export const findingsChinese: PictureFindingWords = {
  found: '在数据中发现：',
  contradictions: (count) => `${count} 张图片出现在多个类别中`,
  testLeaks: (count) => `${count} 张测试图片是训练或验证图片的副本，因此准确率偏高`,
  validationLeaks: (count) => `${count} 张验证图片是训练图片的副本`,
  copies: (count) => `${count} 张图片与其他图片完全相同，已保留在划分的同一侧`,
  smallClasses: (count) => `${count} 个类别的图片太少，无法学习或评估`,
};

import { CHINESE_CLASS_NAMES } from '@lintel/ecommerce-contract/chinese-class-names';
import { GOODS } from '@lintel/ecommerce-contract/goods';
import { type PretrainedStart } from '@lintel/service/trainer';

/** The first model of a new installation: the goods among the classes that a published network knows. */
export const recogniserPretrained: PretrainedStart = {
  name: 'goods-recogniser',
  backbone: 'efficientnet-lite0',
  classes: GOODS.map(([name, , ...members]) => ({ name, members })),
  base: {
    name: 'ImageNet classes of efficientnet-lite0',
    licence: 'Apache-2.0',
    source: 'EfficientNet-Lite0, published by Google, trained on ILSVRC 2012; no pictures are included',
  },
  // Of photographs of goods that it can name, it answers 68 to 82 %; of other pictures (animals, X-rays, steel), 2 to 10 %.
  unsureBelow: 0.25,
  seed: 1,
  test: 0.25,
  intendedUse: `Names the goods on photographs of a single product, in ${GOODS.length} kinds, and learns further kinds from people's corrections.`,
  limits: [
    'It starts with the names that a published network learned from ImageNet; for this start, nothing was trained or measured on pictures of this installation.',
    'It has no name for many common goods, such as shirts, trousers, dresses and hats, until people teach them; until then it calls them by the nearest name it knows.',
    'On photographs of clothes on floors, beds and walls it names about six of ten kinds rightly before it is taught.',
    'Pictures of anything but goods are mostly, but not always, marked as unsure.',
  ],
  translations: {
    'zh-CN': {
      title: '商品识别',
      intendedUse: `识别单件商品照片中的商品种类，共 ${GOODS.length} 类，并从人工纠正中学习更多种类。`,
      limits: [
        '初始名称来自一个在 ImageNet 上训练并公开发布的网络；对于初始版本，未用本系统的图片训练或测量。',
        '许多常见商品（如衬衫、长裤、连衣裙、帽子）在有人教会之前没有名称；在此之前会使用它所知道的最接近的名称。',
        '对于地板、床或墙面上的服装照片，学习之前约十张中有六张名称正确。',
        '非商品图片大多会标为不确定，但并非总是如此。',
      ],
      names: { ...CHINESE_CLASS_NAMES },
    },
  },
};

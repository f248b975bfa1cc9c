import { GOODS } from './goods/goods';

/** The classes of Fashion-MNIST, which the model learns where the backbone is missing. */
const GARMENTS: Readonly<Record<string, string>> = {
  'T-shirt/top': 'T 恤/上衣',
  Trouser: '裤子',
  Pullover: '套头衫',
  Dress: '连衣裙',
  Coat: '外套',
  Sandal: '凉鞋',
  Shirt: '衬衫',
  Sneaker: '运动鞋',
  Bag: '包',
  'Ankle boot': '短靴',
};

/** The classes of the shop's own models, in Chinese. Other classes are shown by their names. */
export const CHINESE_CLASS_NAMES: Readonly<Record<string, string>> = {
  ...GARMENTS,
  ...Object.fromEntries(GOODS.map(([name, chinese]) => [name, chinese])),
};

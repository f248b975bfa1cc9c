/** Name in English, name in Chinese, and the classes of ImageNet that are this kind of goods. */
export type GoodsRow = readonly [name: string, chinese: string, ...classes: readonly number[]];

import { type ClassCountWords } from './class-counts-english';

export const classCountsChinese: ClassCountWords = {
  columns: ['类别', '训练', '验证', '测试'],
};

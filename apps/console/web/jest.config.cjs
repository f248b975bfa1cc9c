module.exports = {
  ...require('../../../jest.preset.cjs')(__dirname),
  moduleNameMapper: { '\\.css$': '<rootDir>/../../../libs/ui/jest.css.cjs' },
};

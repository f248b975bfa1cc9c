module.exports = {
  ...require('../../jest.preset.cjs')(__dirname),
  moduleNameMapper: { '\\.css$': '<rootDir>/jest.css.cjs' },
};

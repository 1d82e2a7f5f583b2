import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['./test/buildPage.ts', './test/unpackBrowser.ts'],
    // Each file may bring up a whole system of its own; two cores carry two.
    maxWorkers: 2,
    // CommonJS packages are imported as Node itself does it.
    deps: { interopDefault: false },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A state that is waited for comes when it comes; its own bound has what is promised in a time.
    expect: { poll: { timeout: 30_000 } },
    reporters: ['default', './test/countReporter.ts'],
  },
});

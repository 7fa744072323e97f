/** Builds the console into `web/dist`; in development serves it at 127.0.0.1:5173 with the API of a running server behind it. */
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** The font packages list an old format as a second choice; every browser we build for reads the first. */
const firstFontFormatOnly: Plugin = {
  name: 'first-font-format-only',
  enforce: 'pre',
  transform: {
    filter: { id: /@fontsource\/.*\.css$/ },
    handler: (code) => code.replace(/,\s*url\([^)]+\.woff\) format\(['"]woff['"]\)/g, ''),
  },
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), firstFontFormatOnly],
  server: { host: '127.0.0.1', proxy: { '/api': { target: 'http://127.0.0.1:8080' } } },
  build: {
    outDir: 'dist',
    // The map's library is one large file; it loads when a map is first shown.
    chunkSizeWarningLimit: 1_200,
    emptyOutDir: true,
    target: 'es2024',
    // Fonts stay files: inlined, all of them would load with the first style sheet.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            {
              name: 'react',
              test: /node_modules[\\/](react|react-dom|scheduler|react-router|@tanstack)[\\/]/,
              priority: 2,
            },
          ],
        },
      },
    },
  },
})

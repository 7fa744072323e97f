/**
 * Self-hosted Noto Sans SC in two weights, split by unicode range: a browser fetches only the files whose characters are
 * on the page, and none where the system has Noto Sans CJK SC. Imported after the first paint (see main.tsx), because the
 * list of ranges is larger than all other styles together.
 */
import '@fontsource/noto-sans-sc/400.css'
import '@fontsource/noto-sans-sc/600.css'
import './punctuation.css'

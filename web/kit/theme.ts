/**
 * The palette put into Ant Design 6. One object per appearance. Ant Design's own red, gold and blue must not appear:
 * those colours mean warning levels here, so an error is ink with the word, and success is the accent.
 */
import { type ThemeConfig, theme } from 'antd'
import { type Appearance, PALETTES, type Palette } from './palette.ts'

const FONT = {
  zh: '"Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif',
  en: '"Tongguan Punctuation", "Noto Sans", "Noto Sans SC", "Segoe UI", "Helvetica Neue", Arial, "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif',
}

type Algorithm = typeof theme.darkAlgorithm

/**
 * Ant Design computes its main colours anew from the seeds, and in the dark mutes them. Ours are measured for contrast, so
 * they are put back as they are.
 */
const exact =
  (p: Palette): Algorithm =>
  (_seed, map) =>
    ({
      ...map,
      colorPrimary: p.accent,
      colorInfo: p.accent,
      colorSuccess: p.success,
      colorWarning: p.caution,
      colorError: p.error,
      colorLink: p.accent,
      colorTextBase: p.ink,
      colorBgBase: p.bg,
    }) as ReturnType<Algorithm>

/** Ant Design's preset hues (coloured tags, badges): all grey here. */
const greyPresets = (ink2: string) =>
  Object.fromEntries(
    'blue purple cyan green magenta pink red orange yellow volcano geekblue gold lime'
      .split(' ')
      .map((name) => [name, ink2]),
  )

const quiet = (name: 'Error' | 'Warning' | 'Success' | 'Info', colour: string, ground: Palette) => ({
  [`color${name}`]: colour,
  [`color${name}Hover`]: colour,
  [`color${name}Active`]: colour,
  [`color${name}Text`]: colour,
  [`color${name}TextHover`]: colour,
  [`color${name}TextActive`]: colour,
  [`color${name}Bg`]: ground.bgSunken,
  [`color${name}BgHover`]: ground.bgSunken,
  [`color${name}Border`]: name === 'Error' ? ground.ink : ground.lineStrong,
  [`color${name}BorderHover`]: name === 'Error' ? ground.ink : ground.lineStrong,
})

/**
 * @param motion false under `prefers-reduced-motion`
 */
export const antdTheme = (appearance: Appearance, locale: 'zh' | 'en' = 'zh', motion = true): ThemeConfig => {
  const p = PALETTES[appearance]
  return {
    algorithm: [appearance === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm, exact(p)],
    hashed: false,
    cssVar: { key: 'tg' },
    token: {
      ...greyPresets(p.ink2),
      ...quiet('Error', p.error, p),
      ...quiet('Warning', p.caution, p),
      ...quiet('Success', p.success, p),
      ...quiet('Info', p.accent, p),
      colorErrorBgFilledHover: p.bgSunken,
      colorErrorBgActive: p.bgSunken,
      colorErrorOutline: 'transparent',
      colorWarningOutline: 'transparent',
      colorPrimary: p.accent,
      colorPrimaryHover: p.accentHover,
      colorPrimaryActive: p.accentHover,
      colorPrimaryBg: p.accentBg,
      colorPrimaryBgHover: p.accentBg,
      colorPrimaryBorder: p.accent,
      colorPrimaryBorderHover: p.accentHover,
      colorLink: p.accent,
      colorLinkHover: p.accentHover,
      colorLinkActive: p.accentHover,
      colorText: p.ink,
      colorTextHeading: p.ink,
      colorTextSecondary: p.ink2,
      colorTextTertiary: p.ink3,
      colorTextQuaternary: p.ink3,
      colorTextPlaceholder: p.ink3,
      colorTextDisabled: p.ink3,
      colorTextDescription: p.ink3,
      colorTextLightSolid: p.onAccent,
      colorIcon: p.ink2,
      colorIconHover: p.ink,
      colorBgBase: p.bg,
      colorBgContainer: p.bg,
      colorBgLayout: p.bgLayout,
      colorBgElevated: p.bgElevated,
      colorBgContainerDisabled: p.bgSunken,
      colorFillQuaternary: p.bgSunken,
      colorFillAlter: p.bgSunken,
      colorBorder: p.lineStrong,
      colorBorderSecondary: p.line,
      colorBorderDisabled: p.line,
      colorSplit: p.line,
      controlItemBgActive: p.accentBg,
      controlItemBgActiveHover: p.accentBg,
      controlItemBgHover: p.bgSunken,
      controlOutline: 'transparent',
      controlOutlineWidth: 0,
      fontFamily: FONT[locale],
      fontFamilyCode: FONT[locale],
      fontSize: 14,
      fontSizeSM: 12,
      fontSizeLG: 16,
      fontSizeXL: 20,
      fontSizeHeading3: 28,
      fontSizeHeading4: 20,
      fontSizeHeading5: 16,
      lineHeight: 20 / 14,
      lineHeightSM: 16 / 12,
      lineHeightLG: 24 / 16,
      fontWeightStrong: 600,
      borderRadius: 4,
      borderRadiusLG: 4,
      borderRadiusSM: 4,
      borderRadiusXS: 4,
      sizeUnit: 4,
      controlHeight: 32,
      controlHeightSM: 24,
      controlHeightLG: 56,
      wireframe: false,
      boxShadowTertiary: 'none',
      motion,
    },
    components: {
      Layout: { headerHeight: 48, siderBg: p.bgLayout, headerBg: p.bg },
      Menu: {
        itemHeight: 32,
        itemBorderRadius: 0,
        itemMarginInline: 0,
        itemMarginBlock: 0,
        itemSelectedBg: p.accentBg,
      },
      Table: {
        headerBg: 'transparent',
        headerSplitColor: 'transparent',
        headerColor: p.ink3,
        cellPaddingBlockSM: 6,
        cellPaddingInlineSM: 8,
        rowSelectedBg: p.accentBg,
        rowSelectedHoverBg: p.accentBg,
        rowHoverBg: p.bgSunken,
        headerBorderRadius: 0,
      },
      Button: {
        primaryShadow: 'none',
        defaultShadow: 'none',
        dangerShadow: 'none',
        paddingInline: 12,
        fontWeight: 400,
      },
      Input: { activeShadow: 'none', errorActiveShadow: 'none', warningActiveShadow: 'none' },
      InputNumber: { activeShadow: 'none', errorActiveShadow: 'none', warningActiveShadow: 'none' },
      Form: { itemMarginBottom: 16, labelColor: p.ink, verticalLabelPadding: '0 0 4px' },
      Tabs: { horizontalMargin: '0', titleFontSize: 14 },
    },
  }
}

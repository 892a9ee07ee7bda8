import { plural, type Labels } from 'pitchey-live'

const count = plural('ar')

/** Arabic, complete: `Labels`, not `PartialLabels`, so that a word that is added to the library is missed here. */
export const arabic: Labels = {
  shell: {
    loading: 'جارٍ التحميل…',
    unknown: 'غير معروف',
    retry: 'إعادة المحاولة',
    retrying: 'جارٍ إعادة المحاولة…',
    retryWhat: (what) => `إعادة تحميل ${what}`,
    updated: (age) => `آخر تحديث: ${age}`,

    connecting: 'جارٍ الاتصال…',
    live: 'مباشر',
    reconnecting: 'جارٍ استعادة الاتصال…',
    polling: 'تحديث دوري',
    pollingEvery: (seconds) =>
      count(seconds, {
        zero: 'تحديث مستمر',
        one: 'تحديث كل ثانية',
        two: 'تحديث كل ثانيتين',
        few: 'تحديث كل # ثوانٍ',
        many: 'تحديث كل # ثانية',
        other: 'تحديث كل # ثانية',
      }),
    offlineSince: (time) => `غير متصل منذ ${time}`,
    outOfDate: 'غير محدَّث',
    notAvailable: 'غير متاح',
    connectionLost: 'انقطع الاتصال. قد يكون المعروض قديمًا.',
    connectionBack: 'عاد الاتصال. كل شيء محدَّث.',

    signedOut: 'لم تسجّل الدخول.',
    signInAgain: 'يلزم تسجيل الدخول من جديد.',
    forbidden: 'ليس لديك إذن بالوصول إلى هذا.',
    notFound: 'هذا غير موجود.',
    unreachable: 'تعذّر الوصول إلى الخادم.',
    serverFault: 'حدثت مشكلة في الخادم.',
    unknownFault: 'حدث خطأ ما.',
    tooMuchWaiting: 'هناك تغييرات كثيرة في انتظار الإرسال. حاول مجددًا عند عودة الاتصال.',
    couldNot: (what, reason) => `تعذّر ${what}. ${reason}`.trim(),
  },
  metrics: {
    metrics: 'مؤشرات مباشرة',
    pitchViews: 'مشاهدات العروض',
    totalRevenue: 'إجمالي الإيرادات',
    activeInvestors: 'المستثمرون النشطون',
    newMessages: 'الرسائل الجديدة',
    noActivity: 'لا نشاط بعد',
    notLoaded: 'تعذّر تحميل المؤشرات.',
    what: 'المؤشرات',

    up: (amount, since) => `زيادة ${amount} منذ ${since}`,
    down: (amount, since) => `انخفاض ${amount} منذ ${since}`,
    same: (since) => `بلا تغيير منذ ${since}`,
    spark: (lowest, highest, latest) => `الأدنى ${lowest}، الأعلى ${highest}، الأحدث ${latest}`,

    pause: 'إيقاف',
    pauseUpdates: 'إيقاف التحديث مؤقتًا',
    resume: 'متابعة',
    resumeUpdates: 'متابعة التحديث',
    paused: (time) => `متوقف مؤقتًا، حتى ${time}`,

    table: 'جدول',
    showTable: 'عرض كجدول',
    metric: 'المؤشر',
    now: 'الآن',
    change: 'التغيّر',
    lowest: 'الأدنى',
    highest: 'الأعلى',
  },
  notifications: {
    notifications: 'الإشعارات',
    bell: (unread) =>
      count(unread, {
        zero: 'الإشعارات، لا شيء غير مقروء',
        one: 'الإشعارات، إشعار واحد غير مقروء',
        two: 'الإشعارات، إشعاران غير مقروءين',
        few: 'الإشعارات، # إشعارات غير مقروءة',
        many: 'الإشعارات، # إشعارًا غير مقروء',
        other: 'الإشعارات، # إشعار غير مقروء',
      }),
    unread: (unread) =>
      count(unread, {
        zero: 'لا شيء غير مقروء',
        one: 'إشعار واحد غير مقروء',
        two: 'إشعاران غير مقروءين',
        few: '# إشعارات غير مقروءة',
        many: '# إشعارًا غير مقروء',
        other: '# إشعار غير مقروء',
      }),
    none: 'لا إشعارات بعد',
    markAllAsRead: 'تعليم الكل كمقروء',
    clearAll: 'حذف الكل',
    loadOlder: 'تحميل الأقدم',
    loadingOlder: 'جارٍ تحميل الأقدم…',
    olderNotLoaded: 'تعذّر تحميل الإشعارات الأقدم.',
    notLoaded: 'تعذّر تحميل إشعاراتك.',
    what: 'الإشعارات',
    unreadItem: 'غير مقروء.',
    levels: { info: 'معلومة', success: 'نجاح', warning: 'تحذير', error: 'خطأ' },
    toMarkAsRead: 'تعليمه كمقروء',
    toMarkAllAsRead: 'تعليم الكل كمقروء',
    toClear: 'حذف الإشعارات',
    show: 'عرض',
    all: 'الكل',
    onlyUnread: 'غير المقروءة',
    noneUnread: 'لا شيء غير مقروء',
    cleared: (removed) =>
      removed
        ? count(removed, {
            zero: 'لم يُحذف شيء.',
            one: 'حُذف إشعار واحد.',
            two: 'حُذف إشعاران.',
            few: 'حُذفت # إشعارات.',
            many: 'حُذف # إشعارًا.',
            other: 'حُذف # إشعار.',
          })
        : 'حُذفت كل الإشعارات.',
    undo: 'تراجع',
    markAsRead: (title) => `تعليم كمقروء: ${title}`,
    markAsUnread: (title) => `تعليم كغير مقروء: ${title}`,
    newOnes: ({ text }) => `${text} جديد`,
    arrived: (notifications) =>
      count(notifications, {
        zero: 'لا إشعارات جديدة',
        one: 'إشعار جديد',
        two: 'إشعاران جديدان',
        few: '# إشعارات جديدة',
        many: '# إشعارًا جديدًا',
        other: '# إشعار جديد',
      }),
    toMarkAsUnread: 'تعليمه كغير مقروء',
    toRestore: 'استعادة الإشعارات',
  },
  toasts: {
    toasts: 'التنبيهات',
    dismiss: 'إغلاق',
    newNotifications: (notifications) =>
      count(notifications, {
        zero: 'لا إشعارات جديدة',
        one: 'إشعار جديد',
        two: 'إشعاران جديدان',
        few: '# إشعارات جديدة',
        many: '# إشعارًا جديدًا',
        other: '# إشعار جديد',
      }),
  },
  views: {
    // Beside a number, which stands first.
    views: ({ value }) =>
      count(
        { value, text: '' },
        { zero: 'مشاهدة', one: 'مشاهدة', two: 'مشاهدة', few: 'مشاهدات', many: 'مشاهدة', other: 'مشاهدة' },
      ),
    viewCount: (views) =>
      count(views, {
        zero: 'لا مشاهدات',
        one: 'مشاهدة واحدة',
        two: 'مشاهدتان',
        few: '# مشاهدات',
        many: '# مشاهدة',
        other: '# مشاهدة',
      }),
    uniqueViewerCount: (viewers) =>
      count(viewers, {
        zero: 'لا مشاهدين',
        one: 'مشاهد واحد',
        two: 'مشاهدان مختلفان',
        few: '# مشاهدين مختلفين',
        many: '# مشاهدًا مختلفًا',
        other: '# مشاهد مختلف',
      }),
    unique: (viewers) =>
      count(viewers, {
        zero: 'لا مشاهدين',
        one: 'مشاهد واحد',
        two: 'مشاهدان',
        few: '# مشاهدين',
        many: '# مشاهدًا',
        other: '# مشاهد',
      }),
    loadingViews: 'جارٍ تحميل المشاهدات',
    viewsNotAvailable: (reason) => `المشاهدات غير متاحة. ${reason}`,
    viewsNotKnown: (freshness) => `عدد المشاهدات غير معروف. ${freshness}`,
    notUpToDate: 'غير محدَّث',
    outOfDate: 'غير محدَّث',
    asOf: (time) => `حتى ${time}`,
    what: 'المشاهدات',

    recentViewers: 'آخر المشاهدين',
    noViewers: 'لا مشاهدين بعد',
    viewersNotAvailable: 'قائمة المشاهدين غير متاحة',
    viewersNotLoaded: 'تعذّر تحميل قائمة المشاهدين.',
    viewersWhat: 'المشاهدين',
    seen: (name, when) => `${name}، ${when}`,
    more: (viewers) => `+${viewers.text}`,
    moreViewers: (viewers) =>
      count(viewers, {
        zero: 'ولا أحد غيرهم',
        one: 'وشخص آخر',
        two: 'وشخصان آخران',
        few: 'و# آخرون',
        many: 'و# آخرون',
        other: 'و# آخرون',
      }),

    watching: (watchers) =>
      count(watchers, {
        zero: 'لا أحد يشاهد',
        one: 'مشاهد واحد الآن',
        two: 'مشاهدان الآن',
        few: '# مشاهدين الآن',
        many: '# مشاهدًا الآن',
        other: '# مشاهد الآن',
      }),
    wereWatching: (watchers) =>
      count(watchers, {
        zero: 'لم يكن أحد يشاهد',
        one: 'كان هناك مشاهد واحد',
        two: 'كان هناك مشاهدان',
        few: 'كان هناك # مشاهدين',
        many: 'كان هناك # مشاهدًا',
        other: 'كان هناك # مشاهد',
      }),
    nobodyWatching: 'لا أحد يشاهد',
    badge: (status, watching) => `${status} · ${watching}`,

    analytics: 'تحليل المشاهدات',
    lastHours: (hours) =>
      count(hours, {
        zero: 'الآن',
        one: 'آخر ساعة',
        two: 'آخر ساعتين',
        few: 'آخر # ساعات',
        many: 'آخر # ساعة',
        other: 'آخر # ساعة',
      }),
    range: 'المدة',
    rangeHours: (hours) =>
      count(hours, {
        zero: '# ساعة',
        one: 'ساعة',
        two: 'ساعتان',
        few: '# ساعات',
        many: '# ساعة',
        other: '# ساعة',
      }),
    rangeDays: (days) =>
      count(days, { zero: '# يوم', one: 'يوم', two: 'يومان', few: '# أيام', many: '# يومًا', other: '# يوم' }),
    lastDays: (days) =>
      count(days, {
        zero: 'اليوم',
        one: 'آخر يوم',
        two: 'آخر يومين',
        few: 'آخر # أيام',
        many: 'آخر # يومًا',
        other: 'آخر # يوم',
      }),
    watchingNow: 'يشاهدون الآن',
    viewsTotal: 'المشاهدات',
    uniqueViewers: 'المشاهدون المختلفون',
    analyticsNotLoaded: 'تعذّر تحميل المشاهدات.',
    analyticsWhat: 'تحليل المشاهدات',
    noneInThisTime: 'لا مشاهدات في هذه المدة',
    chart: 'رسم بياني',
    chartKeys: 'استخدم مفاتيح الأسهم للانتقال من ساعة إلى أخرى.',
    hour: (from, views, viewers) => `${from}: ${views}، ${viewers}`,
    hourSoFar: (from, views, viewers) => `${from}: حتى الآن ${views}، ${viewers}`,
    hourNotKnown: (from) => `${from}: غير معروف`,
    most: (views, from) => `الأعلى: ${views.text} عند ${from}`,
    download: 'تنزيل CSV',
    chartNone: (range) => `${range}: لا مشاهدات`,
    chartSummary: (total, range, most, from) => `${range}: ${total}؛ الأكثر في الساعة بدءًا من ${from}: ${most.text}`,
    showTable: 'عرض كجدول',
    byTheHour: 'المشاهدات حسب الساعة',
    hourFrom: 'الساعة من',
  },
}

"""Abbreviations that stay as they are in Chinese text; the glossary of ``docs/concepts.md`` explains them."""

ABBREVIATIONS = frozenset(
    {
        "A",
        "ADKAR",
        "AI",
        "API",
        "B",
        "C",
        "CEO",
        "CRM",
        "CSAT",
        "ERP",
        "FAQ",
        "IT",
        "KPI",
        "L4",
        "LTC",
        "MCR",
        "MTL",
        "MoSCoW",
        "NPS",
        "RACI",
        "ROI",
        "SIT",
        "SLA",
        "SMART",
        "SUS",
        "TCO",
        "UAT",
    }
)
